import { describe, expect, it } from 'vitest';
import { Chat } from './chat.ts';

const chatThat = (send: (text: string) => Promise<void>) => new Chat(send);
const texts = (chat: Chat) => chat.messages.get().map(({ text }) => text);

describe('Chat', () => {
  it('shows what one writes at once and says when it is delivered', async () => {
    let finish = () => {};
    const chat = chatThat(() => new Promise((resolve) => (finish = resolve)));
    const written = chat.write('me', 'Ada', '  hello  ');
    expect(chat.messages.get()).toMatchObject([{ text: 'hello', own: true, delivery: 'sending' }]);
    finish();
    await written;
    expect(chat.messages.get()[0]?.delivery).toBe('delivered');
  });

  it('marks what did not reach everybody', async () => {
    const chat = chatThat(() => Promise.reject(new Error('gone')));
    await chat.write('me', 'Ada', 'hello');
    expect(chat.messages.get()[0]?.delivery).toBe('failed');
  });

  it('neither shows nor sends blanks', async () => {
    let sent = 0;
    const chat = chatThat(async () => {
      sent += 1;
    });
    await chat.write('me', 'Ada', ' \n ');
    expect(texts(chat)).toEqual([]);
    expect(sent).toBe(0);
  });

  it('counts what others write while it is closed, and forgets the count on opening', () => {
    const chat = chatThat(async () => {});
    chat.receive('p', 'Grace', 'one');
    chat.receive('p', 'Grace', 'two');
    expect(chat.unread.get()).toBe(2);
    chat.setOpen(true);
    expect(chat.unread.get()).toBe(0);
    chat.receive('p', 'Grace', 'three');
    expect(chat.unread.get()).toBe(0);
    expect(texts(chat)).toEqual(['one', 'two', 'three']);
  });

  it('keeps the newest lines only', () => {
    const chat = chatThat(async () => {});
    for (let line = 1; line <= 510; line += 1) chat.receive('p', 'Grace', `${line}`);
    expect(texts(chat)).toHaveLength(500);
    expect(texts(chat).at(-1)).toBe('510');
  });
});
