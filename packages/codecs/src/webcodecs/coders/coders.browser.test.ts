import { describeCoders } from './coders-contract.ts';
import { ourClasses } from './scenarios/our-classes.ts';

describeCoders("Chromium's own classes", globalThis);
describeCoders('our classes and the browser’s engine', ourClasses('webcodecs'));
describeCoders('our classes and our engine', ourClasses('wasm'));
