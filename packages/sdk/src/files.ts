export * from '@remotemedia/files';
