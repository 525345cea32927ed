/**
 * Runs in a page before all other code: notes when the platform's calls were made and answered, so that a library
 * need not be changed to see where its time goes. It costs a little itself; do not compare these times with others.
 */
export function installMarks() {
  const marks = [];
  globalThis.benchMarks = marks;
  const note = (what) => marks.push({ what, atMs: performance.timeOrigin + performance.now() });

  const loads = new PerformanceObserver((list) => {
    for (const { name, startTime, responseEnd } of list.getEntries()) {
      const file = /([^/]+)-[\w-]{8}\.js$/.exec(name)?.[1];
      if (!file) continue;
      marks.push({ what: `load ${file}`, atMs: performance.timeOrigin + startTime });
      marks.push({ what: `load ${file} done`, atMs: performance.timeOrigin + responseEnd });
    }
  });
  loads.observe({ type: 'resource', buffered: true });

  const Connection = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Connection {
    constructor(...args) {
      note('new RTCPeerConnection');
      super(...args);
      note('RTCPeerConnection made');
      this.addEventListener('icecandidate', ({ candidate }) => candidate && note('candidate found'));
      this.addEventListener('iceconnectionstatechange', () => note(`ICE ${this.iceConnectionState}`));
      this.addEventListener('connectionstatechange', () => note(`connection ${this.connectionState}`));
      this.addEventListener('datachannel', ({ channel }) => watch(channel));
    }
    createDataChannel(...args) {
      const channel = super.createDataChannel(...args);
      watch(channel);
      return channel;
    }
  };
  const watch = (channel) => {
    const isOpen = () => note(`channel ${JSON.stringify(channel.label)} open`);
    if (channel.readyState === 'open') isOpen();
    else channel.addEventListener('open', isOpen);
  };
  const proto = globalThis.RTCPeerConnection.prototype;
  for (const method of [
    'createOffer',
    'createAnswer',
    'setLocalDescription',
    'setRemoteDescription',
    'addIceCandidate',
  ]) {
    const original = Connection.prototype[method];
    proto[method] = function (...args) {
      const what = `${method}${args[0]?.type ? ` ${args[0].type}` : ''}`;
      note(what);
      const result = original.apply(this, args);
      result.then(
        () => note(`${what} done`),
        () => note(`${what} failed`),
      );
      return result;
    };
  }

  const Socket = globalThis.WebSocket;
  globalThis.WebSocket = class extends Socket {
    constructor(...args) {
      note('new WebSocket');
      super(...args);
      this.addEventListener('open', () => note('WebSocket open'));
      this.addEventListener('message', ({ data }) => note(`WebSocket ← ${kindOf(data)}`));
    }
    send(data) {
      note(`WebSocket → ${kindOf(data)}`);
      super.send(data);
    }
  };

  const originalFetch = globalThis.fetch;
  globalThis.fetch = async (...args) => {
    const path = new URL(args[0]?.url ?? args[0], location.href).pathname.split('/').at(-1);
    note(`fetch ${path}`);
    const response = await originalFetch(...args);
    note(`fetch ${path} answered`);
    return response;
  };

  /** What a message is about, as far as its text tells without knowing the library. */
  const kindOf = (data) => {
    if (typeof data !== 'string') return 'binary';
    const { method = '' } = data.startsWith('{') ? JSON.parse(data) : {};
    if (/offer/i.test(method) || /"type":"offer"/.test(data)) return 'offer';
    if (/answer/i.test(method) || /"type":"answer"/.test(data)) return 'answer';
    if (/candidate/.test(data)) return 'candidate';
    return method || 'other';
  };
}
