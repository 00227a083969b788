"""spaCy components, one noun a module. Importing a module registers its factory."""
