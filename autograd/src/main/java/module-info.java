/// Operations with value and gradients side by side, and the tape that records them.
module dev.orthant.autograd {
    requires static org.jspecify;
    requires transitive dev.orthant.tensor;

    exports dev.orthant.autograd;
    exports dev.orthant.autograd.check;
    exports dev.orthant.autograd.derivative;
    exports dev.orthant.autograd.loss;
    exports dev.orthant.autograd.op;
}
