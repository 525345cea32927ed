#!/usr/bin/env perl
# Prints one of libvpx's run-time dispatch headers as a static one: each function is a macro for the variant that
# choices.txt names, so that calls are direct and what is not chosen is not linked.
#
#   perl headers.pl SYMBOL DEFINITIONS.pl vpx_config.h choices.txt > SYMBOL.h
#
# The definitions are the archive's own (vp9/common/vp9_rtcd_defs.pl and so on): Perl that calls add_proto for each
# function. This script stands in for the archive's build/make/rtcd.pl.
use warnings;

our ( $symbol, $definitions, $config_file, $choices_file ) = @ARGV;
die "usage: headers.pl SYMBOL DEFINITIONS.pl vpx_config.h choices.txt\n" unless $choices_file;

our %opts = ( arch => 'wasm', sym => $symbol );
our ( %config, %choice, %proto, @forward );

sub slurp { local $/; open my $file, '<', $_[0] or die "$_[0]: $!\n"; return scalar <$file>; }

# What the definitions call.
sub vpx_config { return $config{ $_[0] } // ''; }
sub specialize { }
sub forward_decls { push @forward, @_; }
sub add_proto { my ( $args, $name ) = ( pop, pop ); $proto{$name} = [ join( ' ', @_ ), $args ]; }

%config = map { $_ => 'yes' } slurp($config_file) =~ /^#define (CONFIG_\w+) 1$/mg;

# Lines of choices.txt are "VARIANT: name name …"; "#" starts a comment; what is not named is "c".
for ( split /\n/, slurp($choices_file) =~ s/#.*//gr =~ s/\n[ \t]+/ /gr ) {
    my ( $variant, $names ) = /^(\w+):(.*)$/ or next;
    for ( split ' ', $names ) { die "$_ is chosen twice\n" if $choice{$_}; $choice{$_} = $variant; }
}

eval slurp($definitions) . ";1" or die "$definitions: $@";

# A definition may give a variant another name than FUNCTION_VARIANT, in a variable of that name.
sub name_of { my $usual = "$_[0]_$_[1]"; return ${"main::$usual"} // $usual; }

my $guard = uc($symbol) . '_H_';
print "#ifndef $guard\n#define $guard\n";
$_->() for @forward;
for my $name ( sort keys %proto ) {
    my ( $type, $args ) = @{ $proto{$name} };
    my %declared;
    for my $variant (qw(c sse2 ssse3 sse4_1 neon wasm)) {
        my $target = name_of( $name, $variant );
        print "$type $target($args);\n" unless $declared{$target}++;
    }
    print "#define $name ", name_of( $name, $choice{$name} // 'c' ), "\n";
}
print "void $symbol(void);\n#ifdef RTCD_C\nstatic void setup_rtcd_internal(void) {}\n#endif\n#endif\n";
