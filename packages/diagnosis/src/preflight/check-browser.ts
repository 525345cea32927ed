import type { BrowserAbilities, Finding } from './report.ts';

/** Looks at what the browser has; nothing is opened. */
export function checkBrowser(): Finding<BrowserAbilities> {
  const details = browserAbilities();
  if (!details.webRtc || !details.dataChannels) {
    const advice = 'This browser has no WebRTC, so no call is possible: use a current Chrome, Edge, Firefox or Safari.';
    return { status: 'failed', advice, details };
  }
  if (!details.secureContext || !details.capture) {
    const advice =
      'Calls work, but browsers give camera and microphone only to pages loaded over https or from localhost.';
    return { status: 'warning', advice, details };
  }
  if (!details.videoCodecs.some((name) => name === 'VP8' || name === 'H264')) {
    const advice = 'Calls work, but this browser sends neither VP8 nor H.264, so not everybody will see its picture.';
    return { status: 'warning', advice, details };
  }
  return { status: 'ok', advice: 'The browser has everything that calls need.', details };
}

/** What this browser and page can do. Works in any runtime, also without a page. */
export function browserAbilities(): BrowserAbilities {
  // Any of these may be missing, whatever the DOM's types say.
  const navigator: Partial<Navigator> = globalThis.navigator ?? {};
  const devices: Partial<MediaDevices> | undefined = navigator.mediaDevices;
  return {
    secureContext: globalThis.isSecureContext === true,
    webRtc: has('RTCPeerConnection'),
    dataChannels: has('RTCDataChannel'),
    capture: typeof devices?.getUserMedia === 'function',
    screenCapture: typeof devices?.getDisplayMedia === 'function',
    encodedTransform: has('RTCRtpScriptTransform') || (has('RTCRtpSender') && hasInsertableStreams()),
    webCodecs: has('VideoEncoder') && has('AudioEncoder'),
    audioWorklet: has('AudioWorkletNode'),
    videoCodecs: codecNames('video'),
    audioCodecs: codecNames('audio'),
  };
}

function has(name: string): boolean {
  return name in globalThis;
}

/** What Chromium had before the standard: `RTCRtpSender.createEncodedStreams`. */
function hasInsertableStreams(): boolean {
  return 'createEncodedStreams' in RTCRtpSender.prototype;
}

/** Formats that carry no media of their own. */
const AUXILIARY: ReadonlySet<string> = new Set(['rtx', 'red', 'ulpfec', 'flexfec-03', 'CN', 'telephone-event']);

function codecNames(kind: 'audio' | 'video'): readonly string[] {
  const capabilities = has('RTCRtpSender') ? RTCRtpSender.getCapabilities?.(kind) : undefined;
  const names = (capabilities?.codecs ?? []).map(({ mimeType }) => mimeType.slice(kind.length + 1));
  return [...new Set(names)].filter((name) => !AUXILIARY.has(name));
}
