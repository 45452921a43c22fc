"""The contract with the reader of the data: records, their files, the job store. Knows nothing of Scrapy."""
