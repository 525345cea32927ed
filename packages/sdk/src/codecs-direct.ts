export * from '@remotemedia/codecs/direct';
