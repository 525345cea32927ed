export * from '@remotemedia/diagnosis';
