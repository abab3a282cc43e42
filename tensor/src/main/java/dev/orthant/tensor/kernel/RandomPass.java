package dev.orthant.tensor.kernel;

/// A loop that [RandomFill] runs over its buffer. The loops are apart, and called from one place that sees several of
/// them: where C2 compiles them together it stops keeping vectors in registers and makes objects of them.
interface RandomPass {
    void run(RandomFill buffer);
}
