/// Do the lessons compile, and print what stands beside them?
@NullMarked
package dev.orthant.quality.lessons;

import org.jspecify.annotations.NullMarked;
