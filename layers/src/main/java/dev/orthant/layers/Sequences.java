package dev.orthant.layers;

import dev.orthant.layers.infinite.NoClosedForm;

/// What the layers on sequences share.
final class Sequences {
    private Sequences() {}

    /// Why a layer on sequences has no kernel here.
    static NoClosedForm noClosedForm(String layer) {
        return new NoClosedForm(
                "kernel of " + layer + ": it needs the covariances of all pairs of places in time, which a"
                        + " block of one number for each pair of examples does not carry; use layers on examples of one axis");
    }
}
