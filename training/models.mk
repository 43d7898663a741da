# Every shipped model anew, from data to package: make models DATA=DIR CLDR=DIR [BUILD=DIR]. About four hours on one core.
# training/README.md says what lies in DATA, training/gazetteer/README.md what lies in CLDR.
# Steps that are done are not done again: remove their file under BUILD.
PYTHON ?= .venv/bin/python
BUILD ?= build/models
DATA ?= $(error DATA=DIR is needed, see training/README.md)
CLDR ?= $(error CLDR=DIR is needed, see training/gazetteer/README.md)
CLDR_XML ?= $(CLDR)/xml/usr/share/unicode/cldr/common
PERSONS ?= $(CLDR)/persons.txt
RUN := OMP_NUM_THREADS=1 $(PYTHON) -m
MODELS := processor/models/data
ACCURATE := $(RUN) training.entities.train --data $(DATA)/ner --batch 1536
FAST := $(RUN) training.entities.fast.train --vectors $(BUILD)/vectors.npy

.PHONY: all language gazetteer persons accurate fast topics checksums
.DELETE_ON_ERROR:
all: checksums

language: | $(BUILD)
	$(RUN) training.language.train --data $(DATA)

gazetteer: | $(BUILD)
	$(RUN) training.gazetteer.compile --cldr $(CLDR) --data $(DATA)
	$(RUN) training.gazetteer.places --cldr $(CLDR) --cldr-xml $(CLDR_XML)

persons: | $(BUILD)
	$(RUN) training.persons.compile --names $(PERSONS)

accurate: $(MODELS)/entities-accurate.onnx
fast: $(MODELS)/entities-fast.onnx

# About an hour: six trainings without a group of languages each, for the figures and the thresholds, then one on all.
topics: $(BUILD)/vectors.npy | $(BUILD)
	$(RUN) training.topics.left_out --sib $(DATA)/topics/sib200 --out $(BUILD)/topics
	$(RUN) training.topics.train --left-out $(BUILD)/topics --tensors $(BUILD)/topics.npz
	$(RUN) processor.models.inventory
	$(RUN) training.topics.evaluate $(BUILD)/topics > $(BUILD)/topics.md
	$(RUN) training.topics.narrower --left-out $(BUILD)/topics --cache $(BUILD)/topics-vectors > $(BUILD)/narrower.md
	$(RUN) training.topics.own --left-out $(BUILD)/topics --cache $(BUILD)/topics-vectors > $(BUILD)/own.md
	$(RUN) processor.models.inventory
	$(RUN) training.topics.fast.opinions --data $(DATA) --out $(BUILD)/opinions.npz
	$(RUN) training.topics.fast.train --vectors $(BUILD)/vectors.npy --opinions $(BUILD)/opinions.npz \
		--sib $(DATA)/topics/sib200 > $(BUILD)/topics-fast.md

checksums: language gazetteer persons accurate fast topics
	$(RUN) processor.models.inventory

$(BUILD):
	mkdir -p $@

# 4,068 and 2,769 steps are what the shipped weights took; training/entities/README.md says in which time.
$(BUILD)/accurate-1.npz: | $(BUILD)
	$(ACCURATE) --steps 4068 --seed 1 --out $@

$(BUILD)/accurate-2.npz: $(BUILD)/accurate-1.npz
	$(ACCURATE) --steps 2769 --seed 3 --start $< --rate 1.5e-4 --head-factor 2 --out $@

$(BUILD)/accurate.npz: $(BUILD)/accurate-1.npz $(BUILD)/accurate-2.npz
	$(RUN) training.entities.average $^ --out $@

$(MODELS)/entities-accurate.onnx: $(BUILD)/accurate.npz
	$(RUN) training.entities.export $< --out $@

$(BUILD)/vectors.npy: | $(BUILD)
	$(RUN) training.entities.fast.vectors --out $@

# The teacher is the accurate tagger that ships; what it is trained on has no held-out sentence.
$(BUILD)/gold.npz: $(MODELS)/entities-accurate.onnx
	$(RUN) training.entities.fast.teach $< --data $(DATA) --seed 2 --out $@

$(BUILD)/text.npz: $(MODELS)/entities-accurate.onnx
	$(RUN) training.entities.fast.teach $< --data $(DATA) --unlabelled --seed 1 --out $@

$(BUILD)/swap.npz: | $(BUILD)
	$(RUN) training.entities.fast.teach --data $(DATA) --seed 21 --swaps 0.6 --out $@

$(BUILD)/fast-1.npz: $(BUILD)/gold.npz $(BUILD)/text.npz $(BUILD)/vectors.npy
	$(FAST) $(BUILD)/gold.npz $(BUILD)/text.npz --out $@ --blocks 4 --passes 3.6

$(BUILD)/fast-2.npz: $(BUILD)/fast-1.npz
	$(FAST) $(BUILD)/gold.npz $(BUILD)/text.npz --out $@ --start $< --blocks 4 --passes 1.8 --batch 1024 --rate 1e-3 \
		--drop 0.03 --drop-units 0.01 --smooth 0.5 --seed 11

$(BUILD)/fast-3.npz: $(BUILD)/fast-2.npz $(BUILD)/swap.npz
	$(FAST) $(BUILD)/swap.npz $(BUILD)/gold.npz $(BUILD)/text.npz --out $@ --start $< --passes 3 --batch 1024 --rate 1e-3 \
		--drop 0.1 --drop-units 0.07 --smooth 0.3 --seed 12

$(MODELS)/entities-fast.onnx: $(BUILD)/fast-3.npz
	$(RUN) training.entities.fast.export $< --vectors $(BUILD)/vectors.npy --out $@
