import { FakePlatform } from './fake-platform.ts';
import { describeMediaPlatformContract } from './media-platform-contract.ts';

describeMediaPlatformContract('the fake', () => {
  const platform = new FakePlatform('microphone', 'Headset', 'Desk');
  return { platform, announce: () => platform.announce(), show: () => platform.show(true) };
});
