/// One file per figure of a paper; trainer; reports; the command line.
@NullMarked
package dev.orthant.experiments;

import org.jspecify.annotations.NullMarked;
