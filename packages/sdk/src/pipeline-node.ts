export * from '@remotemedia/pipeline/node';
