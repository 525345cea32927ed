import { type DescEnum, type DescField, type DescFile, type DescMessage, ScalarType } from '@bufbuild/protobuf';
import { FeatureSet_FieldPresence as FieldPresence } from '@bufbuild/protobuf/wkt';
import { describe, expect, it } from 'vitest';
import { file_remotemedia_v1_common } from './common.ts';
import { file_remotemedia_v1_control } from './control.ts';
import { file_remotemedia_v1_execution } from './execution.ts';
import { file_remotemedia_v1_streaming } from './streaming.ts';
import {
  file_remotemedia_v1_webrtc_webrtc_signaling,
  file_remotemedia_v1_webrtc_webrtc_signaling_web,
} from './webrtc.ts';

const UPSTREAM = [
  file_remotemedia_v1_common,
  file_remotemedia_v1_control,
  file_remotemedia_v1_execution,
  file_remotemedia_v1_streaming,
  file_remotemedia_v1_webrtc_webrtc_signaling,
];
/** Messages that this project added to upstream's files, and the number from which on its fields are. */
const OURS = ['UpdateRequest', 'PeerUpdatedNotification', 'AnswerAcceptedNotification'];
const FIRST_OF_OURS = 100;
const FILES = [...UPSTREAM, file_remotemedia_v1_webrtc_webrtc_signaling_web];

describe('the schema', () => {
  it('is what peers were told', async () => {
    // A changed line means that peers no longer understand each other; only new lines are harmless.
    await expect(FILES.map(fileText).join('\n')).toMatchFileSnapshot('./schema.snapshot.txt');
  });

  it('has all that upstream has', () => {
    const messages = UPSTREAM.flatMap((file) => file.messages).filter(({ name }) => !OURS.includes(name));
    expect(messages).toHaveLength(85);
    const fields = messages.flatMap((message) => message.fields).filter(({ number }) => number < FIRST_OF_OURS);
    expect(fields).toHaveLength(294);
    expect(UPSTREAM.flatMap((file) => file.enums)).toHaveLength(16);
  });
});

function fileText(file: DescFile): string {
  const parts = [...serviceTexts(file), ...file.messages.map(messageText), ...file.enums.map(enumText)];
  return `# ${file.proto.name}, package ${file.proto.package}, ${file.proto.syntax}\n\n${parts.join('\n')}`;
}

function serviceTexts(file: DescFile): string[] {
  return file.services.map((service) => {
    const methods = service.methods.map(
      ({ name, methodKind, input, output }) => `  ${name} ${methodKind} ${input.typeName} -> ${output.typeName}\n`,
    );
    return `service ${service.typeName}\n${methods.join('')}`;
  });
}

function messageText(message: DescMessage): string {
  return `message ${message.typeName}\n${message.fields.map((field) => `  ${fieldText(field)}\n`).join('')}`;
}

/** Number, name, name in JSON, type, and what else decides on the bytes. */
function fieldText(field: DescField): string {
  const more = [
    field.oneof && `oneof ${field.oneof.name}`,
    field.presence === FieldPresence.EXPLICIT && field.fieldKind !== 'message' && !field.oneof && 'optional',
    field.fieldKind === 'list' && field.packed && 'packed',
  ].filter((word) => typeof word === 'string');
  return [`${field.number} ${field.name} (${field.jsonName}) ${typeText(field)}`, ...more].join(', ');
}

function typeText(field: DescField): string {
  switch (field.fieldKind) {
    case 'map':
      return `map<${scalarText(field.mapKey)}, ${elementText(field.mapKind, field)}>`;
    case 'list':
      return `repeated ${elementText(field.listKind, field)}`;
    default:
      return elementText(field.fieldKind, field);
  }
}

function elementText(kind: 'scalar' | 'enum' | 'message', { message, enum: enumeration, scalar }: DescField): string {
  switch (kind) {
    case 'scalar':
      return scalarText(scalar);
    case 'enum':
      return String(enumeration?.typeName);
    case 'message':
      return String(message?.typeName);
  }
}

function scalarText(scalar: ScalarType | undefined): string {
  return scalar === undefined ? 'none' : ScalarType[scalar].toLowerCase();
}

function enumText({ typeName, open, values }: DescEnum): string {
  const lines = values.map(({ name, number }) => `  ${number} ${name}\n`);
  return `enum ${typeName}, ${open ? 'open' : 'closed'}\n${lines.join('')}`;
}
