export * from '@remotemedia/media';
