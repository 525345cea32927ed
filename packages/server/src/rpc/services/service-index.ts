import { type DescFile, type DescMessage, type DescService, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';

/** What the services of a server are made of, by name. */
export class ServiceIndex {
  /** Full names of the services, in alphabetical order. */
  readonly serviceNames: readonly string[];
  readonly #files = new Map<string, DescFile>();
  readonly #symbols = new Map<string, DescFile>();

  /** @param services those that the server has */
  constructor(services: Iterable<DescService>) {
    const all = new Set(services);
    this.serviceNames = [...all].map(({ typeName }) => typeName).sort();
    for (const { file } of all) this.#add(file);
  }

  /**
   * The file of that name with all that it imports, each a `google.protobuf.FileDescriptorProto`, those that are
   * imported first; `undefined` for one that is not known.
   */
  file(name: string): Uint8Array[] | undefined {
    const file = this.#files.get(name);
    return file && withImports(file).map(({ proto }) => toBinary(FileDescriptorProtoSchema, proto));
  }

  /** As {@link ServiceIndex.file}, for the file that declares what has that full name. */
  fileOf(symbol: string): Uint8Array[] | undefined {
    const file = this.#symbols.get(symbol);
    return file && this.file(nameOf(file));
  }

  /** Whether there is a message of that full name. */
  hasMessage(typeName: string): boolean {
    const file = this.#symbols.get(typeName);
    return file !== undefined && messagesOf(file.messages).some((message) => message.typeName === typeName);
  }

  #add(root: DescFile): void {
    for (const file of withImports(root)) {
      if (this.#files.has(nameOf(file))) continue;
      this.#files.set(nameOf(file), file);
      for (const symbol of symbolsOf(file)) this.#symbols.set(symbol, file);
    }
  }
}

/** The generated code leaves `.proto` off the name; whoever asks does not. */
function nameOf(file: DescFile): string {
  return file.proto.name;
}

function withImports(file: DescFile, found: Set<DescFile> = new Set()): DescFile[] {
  for (const imported of file.dependencies) if (!found.has(imported)) withImports(imported, found);
  found.add(file);
  return [...found];
}

function symbolsOf(file: DescFile): string[] {
  const messages = messagesOf(file.messages);
  const enums = [...file.enums, ...messages.flatMap(({ nestedEnums }) => nestedEnums)];
  const extensions = [...file.extensions, ...messages.flatMap(({ nestedExtensions }) => nestedExtensions)];
  return [
    ...file.services.flatMap(({ typeName, methods }) => [
      typeName,
      ...methods.map(({ name }) => `${typeName}.${name}`),
    ]),
    ...messages.flatMap(({ typeName, fields, oneofs }) => [
      typeName,
      ...[...fields, ...oneofs].map(({ name }) => `${typeName}.${name}`),
    ]),
    // Values stand beside their enum, not in it, as in C++.
    ...enums.flatMap(({ typeName, values }) => [
      typeName,
      ...values.map(({ name }) => [...typeName.split('.').slice(0, -1), name].join('.')),
    ]),
    ...extensions.map(({ typeName }) => typeName),
  ];
}

function messagesOf(messages: readonly DescMessage[]): DescMessage[] {
  return messages.flatMap((message) => [message, ...messagesOf(message.nestedMessages)]);
}
