"""What the project holds beside its examples: sections, claims, references, terms, plans and addresses, read and checked."""
