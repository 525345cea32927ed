/** The platform's door to devices; missing in insecure contexts, whatever the DOM's types say. */
export function mediaDevices(): MediaDevices | undefined {
  return (globalThis.navigator as { mediaDevices?: MediaDevices } | undefined)?.mediaDevices;
}
