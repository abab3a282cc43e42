/// Many independent trials: run once each, remembered on disk, taken up again after a kill.
@NullMarked
package dev.orthant.experiments.sweep;

import org.jspecify.annotations.NullMarked;
