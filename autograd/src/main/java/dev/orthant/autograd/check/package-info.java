/// [GradientCheck][dev.orthant.autograd.check.GradientCheck]: tests a gradient against the values it belongs to.
/// Public, for operations that users write.
@NullMarked
package dev.orthant.autograd.check;

import org.jspecify.annotations.NullMarked;
