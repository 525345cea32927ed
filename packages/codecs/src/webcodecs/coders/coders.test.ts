import * as ours from '../../index.ts';
import { describeCoders } from './coders-contract.ts';

describeCoders('our classes in Node', ours);
