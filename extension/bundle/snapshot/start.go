package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

const (
	success   = 0
	badFile   = 8
	firstTime = 1 // Go refuses a clock at zero; every later one is after this
)

// environment is what Go's runtime finds when it starts, and stays with it: no
// garbage is collected before the module lets it be (wasm/door, Collect).
const environment = "GOGC=off"

// start runs a module up to where its host may call it.
func start(ctx context.Context, m *module) (*state, error) {
	runtime := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfigInterpreter())
	defer runtime.Close(ctx)
	if err := host(ctx, runtime, func() uint64 { return firstTime }); err != nil {
		return nil, err
	}
	instance, err := runtime.InstantiateWithConfig(ctx, m.open(), wazero.NewModuleConfig().WithStartFunctions())
	if err != nil {
		return nil, err
	}
	begin := instance.ExportedFunction(initialize)
	if begin == nil {
		return nil, errors.New("it has no " + initialize)
	}
	if _, err := begin.Call(ctx); err != nil {
		return nil, err
	}
	s := &state{globals: map[int]uint64{}, code: m.section(codeSection)}
	for i, g := range m.globals {
		if g.mutable {
			s.globals[i] = instance.ExportedGlobal(exportName(i)).Get()
		}
	}
	memory, ok := instance.Memory().Read(0, instance.Memory().Size())
	if !ok {
		return nil, errors.New("its memory cannot be read")
	}
	s.memory = append(s.memory, memory...)
	return s, nil
}

// host gives a module what extension/src/checker/shim.ts gives it in a
// browser, without chance, and with the clock it is given.
func host(ctx context.Context, runtime wazero.Runtime, clock func() uint64) error {
	b := runtime.NewHostModuleBuilder("wasi_snapshot_preview1")
	add := func(name string, f any) { b.NewFunctionBuilder().WithFunc(f).Export(name) }
	add("args_sizes_get", func(_ context.Context, m api.Module, count, size uint32) uint32 {
		m.Memory().WriteUint32Le(count, 0)
		m.Memory().WriteUint32Le(size, 0)
		return success
	})
	add("args_get", func(context.Context, uint32, uint32) uint32 { return success })
	add("environ_sizes_get", func(_ context.Context, m api.Module, count, size uint32) uint32 {
		m.Memory().WriteUint32Le(count, 1)
		m.Memory().WriteUint32Le(size, uint32(len(environment)+1))
		return success
	})
	add("environ_get", func(_ context.Context, m api.Module, variables, text uint32) uint32 {
		m.Memory().WriteUint32Le(variables, text)
		m.Memory().WriteString(text, environment+"\x00")
		return success
	})
	add("sched_yield", func(context.Context) uint32 { return success })
	add("proc_exit", func(_ context.Context, code uint32) { panic(fmt.Sprintf("it ended with code %d", code)) })
	add("clock_time_get", func(_ context.Context, m api.Module, _ uint32, _ uint64, at uint32) uint32 {
		m.Memory().WriteUint64Le(at, clock())
		return success
	})
	add("random_get", func(_ context.Context, m api.Module, at, n uint32) uint32 {
		for i := range n {
			m.Memory().WriteByte(at+i, byte(i+1))
		}
		return success
	})
	add("fd_write", func(_ context.Context, _, _, _, _ uint32) uint32 { return badFile })
	add("poll_oneoff", func(_ context.Context, m api.Module, _, _, _, count uint32) uint32 {
		m.Memory().WriteUint32Le(count, 0) // nothing happened
		return success
	})
	_, err := b.Instantiate(ctx)
	return err
}
