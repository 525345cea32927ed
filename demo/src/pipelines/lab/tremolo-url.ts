// Vite bundles the file by itself, as what runs off the page needs it, and gives its address.
import tremoloUrl from '../tremolo.ts?worker&url';

export { tremoloUrl };
