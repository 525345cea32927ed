import { abortError, SdkError } from '@remotemedia/base';
import { callListener } from './call-listener.ts';
import { GraphControls } from './graph-controls.ts';
import { type OpenGraph, openGraph } from './open-graph.ts';
import { type SessionParts, StreamSession } from './stream-session.ts';
import { SystemTopic } from './system-topic.ts';

/**
 * Opens the graph of a session and says on `__system__.out` how far it is.
 *
 * @param signal ends the session
 * @param limited ends the opening
 * @throws why the graph could not be opened
 */
export async function openSession(
  opening: Omit<OpenGraph, 'listener' | 'signal'>,
  signal: AbortSignal,
  limited: AbortSignal,
): Promise<StreamSession> {
  const { plan, registry, runner, options } = opening;
  const system = new SystemTopic();
  const say: SystemTopic['say'] = (status, message, node) => {
    const event = system.say(status, message, node);
    callListener(options.onLoading, event);
    return event;
  };
  say('initializing', `the pipeline has ${plan.nodes.length} nodes`);
  try {
    return await StreamSession.open(async (heard): Promise<SessionParts> => {
      const onLoading = (id: string, type: string) => void say('loading_node', `node "${id}" (${type})`, id);
      const graph = await openGraph({ ...opening, listener: { ...heard, onLoading }, signal: limited });
      if (limited.aborted) {
        await graph.close();
        throw abortError(limited);
      }
      say('ready', 'the pipeline is ready');
      const find = (type: string) => registry.find(type);
      const { perfWindowMs } = options;
      const controls = new GraphControls({ graph, plan: () => plan, find, clock: runner.clock, perfWindowMs, system });
      return { graph, controls };
    }, signal);
  } catch (error) {
    say('error', SdkError.from(error, 'internal').detail);
    throw error;
  }
}
