/** Connect's types name this type of the DOM; Node has it, too, but not under a name of its own. */
type HeadersInit = NonNullable<ConstructorParameters<typeof Headers>[0]>;
