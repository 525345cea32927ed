import type { EngineChoice } from '../../../engine/ports.ts';
import * as ours from '../../../index.ts';
import { type PlatformClasses, platformClasses } from './platform-classes.ts';

/** Our classes with an engine that code written for the platform does not name. */
export function ourClasses(engine: EngineChoice): PlatformClasses {
  class AudioEncoder extends ours.AudioEncoder {
    override configure(config: ours.AudioEncoderConfig): void {
      super.configure({ ...config, engine });
    }
  }
  class AudioDecoder extends ours.AudioDecoder {
    override configure(config: ours.AudioDecoderConfig): void {
      super.configure({ ...config, engine });
    }
  }
  class VideoEncoder extends ours.VideoEncoder {
    override configure(config: ours.VideoEncoderConfig): void {
      super.configure({ ...config, engine });
    }
  }
  class VideoDecoder extends ours.VideoDecoder {
    override configure(config: ours.VideoDecoderConfig): void {
      super.configure({ ...config, engine });
    }
  }
  return platformClasses({ ...ours, AudioEncoder, AudioDecoder, VideoEncoder, VideoDecoder });
}
