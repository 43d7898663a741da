"""The contenders of `bench.race`: one program each, all doing the same work on the same topics until SIGTERM."""
