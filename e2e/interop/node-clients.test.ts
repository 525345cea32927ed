import { describeConversation } from './conversation.ts';
import { NODE_CLIENTS } from './node-clients.ts';

describeConversation('clients that run in Node', NODE_CLIENTS);
