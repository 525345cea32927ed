export * from '@remotemedia/codecs';
