/* In the place of libvpx's header of that name, which asks the processor with inline assembler. */
#ifndef VPX_PORTS_X86_H_
#define VPX_PORTS_X86_H_
#endif
