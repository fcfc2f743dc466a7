"""Files people hand in: looked over, cleaned, kept out of every public address, given out with care. (security 10)

    form field   `UploadField` gives a `CleanFile`, or one sentence why not
    model        inherit `PrivateFile`, then `record.take(clean)` before the record is kept
    view         inherit `PrivateFileView`, and find the record among those the reader may see

Nothing a browser could run is ever taken: pictures are drawn anew, documents are looked into.
"""
