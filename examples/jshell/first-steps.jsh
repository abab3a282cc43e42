Tape tape = new Tape()
Value w = tape.variable(Tensor.of(Shape.of(2), 3, 4))
Value loss = tape.apply(new Sum(), tape.apply(new Multiply(), w, w))
System.out.println("the gradient of w·w at " + w.tensor() + " is " + tape.backward(loss).of(w))
System.out.println(Digits.all())
/exit
