"""The hub desk: objects, bundles, receipts."""
