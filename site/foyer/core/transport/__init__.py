"""TLS for a house without a domain: an authority and a certificate of its own, and handing the first one out."""
