import { type BrowserContext, expect, type Locator, type Page } from '@playwright/test';

/** How Chromium says it in the console; Firefox tells of it like of an uncaught exception. */
const POLICY_BROKEN = /content security policy/i;

/** One person's page, in the lobby or in a call. */
export class Participant {
  /** The name others see. */
  readonly name: string;
  /** The page. */
  readonly page: Page;
  /** The cookie jar and profile that the page lives in. */
  readonly context: BrowserContext;
  /** Uncaught exceptions of the page and what its content security policy stopped, as text. */
  readonly faults: readonly string[];

  constructor(name: string, page: Page) {
    this.name = name;
    this.page = page;
    this.context = page.context();
    const faults: string[] = [];
    this.faults = faults;
    page.on('pageerror', (error) => faults.push(`${name}: ${error.stack ?? error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' && POLICY_BROKEN.test(message.text())) faults.push(`${name}: ${message.text()}`);
    });
  }

  /** Everybody's tile, one's own included. */
  get tiles(): Locator {
    return this.page.getByTestId('tile');
  }

  /** The tile of somebody. */
  tileOf(name: string): Locator {
    return this.page.locator(`[data-testid="tile"][data-name="${name}"]`);
  }

  /** The video in the tile of somebody. */
  videoOf(name: string): Locator {
    return this.tileOf(name).getByTestId('tile-video');
  }

  /** The names on all tiles, in alphabetical order. */
  async present(): Promise<string[]> {
    const names = await this.tiles.evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute('data-name') ?? ''));
    return names.sort();
  }

  /** Goes from the lobby into the call. */
  async join(): Promise<void> {
    await this.page.getByTestId('lobby-name').fill(this.name);
    await this.page.getByTestId('lobby-join').click();
    await this.inCall();
  }

  /** Waits until the call is there. */
  async inCall(): Promise<void> {
    await expect(this.page.getByTestId('call')).toBeVisible();
    await expect(this.page.getByTestId('call-state')).toHaveText('connected');
  }

  /** Leaves by the button. */
  async leave(): Promise<void> {
    await this.page.getByTestId('leave').click();
    await expect(this.page.getByTestId('lobby')).toBeVisible();
  }

  /** Presses the button that mutes and unmutes. */
  async toggleMute(): Promise<void> {
    await this.page.getByTestId('mute').click();
  }

  /** Presses the button that switches the camera. */
  async toggleCamera(): Promise<void> {
    await this.page.getByTestId('camera').click();
  }

  /** Opens the chat; does nothing when it is open. */
  async openChat(): Promise<void> {
    if (await this.page.getByTestId('chat-input').isVisible()) return;
    await this.page.getByTestId('chat-toggle').click();
    await expect(this.page.getByTestId('chat-input')).toBeVisible();
  }

  /** Writes lines one after another, each as fast as the page takes them. */
  async say(...lines: string[]): Promise<void> {
    await this.openChat();
    const input = this.page.getByTestId('chat-input');
    for (const line of lines) {
      await input.fill(line);
      await input.press('Enter');
    }
  }

  /** What was said: the text of each line, oldest first. */
  async chat(): Promise<string[]> {
    const lines = await this.page.getByTestId('chat-message').locator('.chat-text').allInnerTexts();
    return lines.map((line) => line.trim());
  }
}
