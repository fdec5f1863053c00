# Expero. `make demo` shows it, `make test` proves it, `make bench` measures it, `make lint` reads it.
CARGO ?= cargo
# Where the tour leaves its pictures.
TOUR ?= tour

.PHONY: demo test bench lint

# Practice mode in a window; without a screen, a day at the till as pictures.
demo:
	@if [ "$$(uname -s)" != Linux ] || [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
	    .ci/install build window && $(CARGO) run --release --locked -- demo; \
	else \
	    .ci/install build window headless && $(CARGO) build --release --locked && \
	    .ci/window $(CARGO) run --quiet --release --locked -- demo --tour $(TOUR) && \
	    echo "There is no screen here: the pictures of the tour are in $(TOUR)/"; \
	fi

# Every test, then the real program drives itself through a day: it ends with 0 only if every step got there.
test:
	.ci/install
	$(CARGO) test --locked
	$(CARGO) build --locked
	.ci/window $(CARGO) run --quiet --locked -- demo --tour $(TOUR)

# Figures against a floor measured in the same run. Needs a quiet machine to mean anything.
bench:
	.ci/install build
	$(CARGO) bench --locked

lint:
	$(CARGO) fmt --check
	$(CARGO) clippy --all-targets --locked -- -D warnings
