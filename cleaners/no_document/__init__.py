"""Pages that are no document: refusals, walls, shells and error pages that were sent as if they were one."""
