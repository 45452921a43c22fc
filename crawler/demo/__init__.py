"""The bundled demo: two small newspapers on loopback, written for it, with the debris that real pages carry."""
