"""The data files of ``ontology/``, read and checked."""
