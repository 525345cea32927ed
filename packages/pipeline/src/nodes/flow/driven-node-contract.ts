import type { RuntimeData } from '../../data/runtime-data.ts';
import type { AnyNodeDefinition, Asset, NodeInstance } from '../../node/node-definition.ts';

/** What a {@link DrivenNode} emitted. */
export interface Emitted {
  readonly item: RuntimeData;
  readonly port: string | undefined;
}

/** A node under test, with what it emitted. Parameters that are not given have the defaults of the schema. */
export class DrivenNode {
  readonly emitted: Emitted[] = [];
  readonly #instance: NodeInstance;
  readonly #controller: AbortController;

  #params: Readonly<Record<string, unknown>>;

  private constructor(
    instance: NodeInstance,
    params: Readonly<Record<string, unknown>>,
    emitted: Emitted[],
    controller: AbortController,
  ) {
    this.#instance = instance;
    this.#params = params;
    this.emitted = emitted;
    this.#controller = controller;
  }

  static async create(
    definition: AnyNodeDefinition,
    params: Readonly<Record<string, unknown>> = {},
    assets: Readonly<Record<string, Asset>> = {},
  ): Promise<DrivenNode> {
    const emitted: Emitted[] = [];
    const controller = new AbortController();
    const defaults = Object.entries(definition.params).map(([name, { schema }]) => [name, schema.default]);
    const all = { ...Object.fromEntries(defaults), ...params };
    const instance = await definition.create(all, {
      id: 'driven',
      host: 'inline',
      signal: controller.signal,
      now: () => 0,
      emit: (item, port) => emitted.push({ item, port }),
      asset: (name) => {
        const asset = assets[name];
        if (asset === undefined) throw new Error(`no asset ${name}`);
        return asset;
      },
    });
    return new DrivenNode(instance, all, emitted, controller);
  }

  async push(...items: readonly RuntimeData[]): Promise<void> {
    for (const item of items) await this.#instance.process(item, { port: 'in', nodeId: '' });
  }

  /** Pushes an item in at another port than the first. */
  async pushTo(port: string, item: RuntimeData): Promise<void> {
    await this.#instance.process(item, { port, nodeId: '' });
  }

  async flush(): Promise<void> {
    await this.#instance.flush?.();
  }

  /** Other parameters; those that are not given stay as they are. */
  update(params: Readonly<Record<string, unknown>>): void {
    this.#params = { ...this.#params, ...params };
    this.#instance.update?.(this.#params);
  }

  reset(): void {
    this.#instance.reset?.();
  }

  async close(): Promise<void> {
    this.#controller.abort();
    await this.#instance.close?.();
  }

  /** What was emitted since the last time. */
  take(): readonly RuntimeData[] {
    return this.emitted.splice(0).map(({ item }) => item);
  }
}
