/// Tests of the finished jar, as an application meets it.
@NullMarked
package dev.orthant.bundle;

import org.jspecify.annotations.NullMarked;
