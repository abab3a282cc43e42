/// Many independent trials: run once each, remembered on disk, taken up again after a kill, on this machine or on others.
@NullMarked
package dev.orthant.experiments.sweep;

import org.jspecify.annotations.NullMarked;
