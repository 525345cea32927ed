import { type Entry, type ForeignPeer, Refusal } from '../foreign-peer.ts';
import { NewsList } from '../news.ts';

/** Calls a method and gives its result. Rejects with the response's error. */
export type Call = (method: string, params: object) => PromiseLike<unknown>;

interface ListResult {
  readonly peers: readonly { readonly peer_id: string }[];
}

/** A peer that speaks the `peer.*` dialect through whatever library carries its calls. */
export class JsonRpcPeer implements ForeignPeer {
  readonly id: string;
  readonly news: NewsList = new NewsList();
  readonly #call: Call;
  readonly #close: () => void;

  /**
   * @param id its id
   * @param call the library's
   * @param close closes the library's socket
   */
  constructor(id: string, call: Call, close: () => void) {
    this.id = id;
    this.#call = call;
    this.#close = close;
  }

  /** Enters the room. */
  async announce({ id, room }: Entry): Promise<void> {
    await this.#ask('peer.announce', { peer_id: id, capabilities: ['data'], user_data: { room } });
  }

  async offer(to: string, sdp: string): Promise<void> {
    await this.#ask('peer.offer', { from: this.id, to, sdp });
  }

  async answer(to: string, sdp: string): Promise<void> {
    await this.#ask('peer.answer', { from: this.id, to, sdp });
  }

  async candidate(to: string, candidate: string): Promise<void> {
    const place = candidate === '' ? { sdp_mid: null, sdp_m_line_index: null } : { sdp_mid: '0', sdp_m_line_index: 0 };
    await this.#ask('peer.ice_candidate', { from: this.id, to, candidate, ...place });
  }

  async list(): Promise<readonly string[]> {
    const { peers } = (await this.#ask('peer.list', {})) as ListResult;
    return peers.map(({ peer_id }) => peer_id);
  }

  async leave(): Promise<void> {
    this.#close();
  }

  async #ask(method: string, params: object): Promise<unknown> {
    try {
      return await this.#call(method, params);
    } catch (caught) {
      const { code, message } = caught as { code?: number; message: string };
      throw new Refusal(code ?? 0, message);
    }
  }
}
