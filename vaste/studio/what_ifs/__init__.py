"""Leads dealt out anew by a draft's routing and a draft roster, as the studio shows them."""
