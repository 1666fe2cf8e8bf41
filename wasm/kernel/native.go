//go:build !js

package kernel

import (
	"context"
	"fmt"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// Native is the Host outside browsers: wazero, which compiles vector instructions
// on amd64 and arm64.
var Native Host = native{}

type native struct{}

// One runtime serves the process; a module is freed when its instance closes.
var runtime = sync.OnceValue(func() wazero.Runtime {
	return wazero.NewRuntimeWithConfig(context.Background(), wazero.NewRuntimeConfig().WithCoreFeatures(api.CoreFeaturesV2))
})

func (native) Instantiate(code []byte) (Instance, error) {
	ctx := context.Background()
	compiled, err := runtime().CompileModule(ctx, code)
	if err != nil {
		return nil, fmt.Errorf("kernel: %w", err)
	}
	module, err := runtime().InstantiateModule(ctx, compiled, wazero.NewModuleConfig().WithName(""))
	if err != nil {
		return nil, fmt.Errorf("kernel: %w", err)
	}
	return &nativeInstance{compiled, module, module.Memory(), module.ExportedFunction("run"), [2]uint64{}}, nil
}

type nativeInstance struct {
	compiled wazero.CompiledModule
	module   api.Module
	memory   api.Memory
	run      api.Function
	stack    [2]uint64
}

func (i *nativeInstance) Read(at int, dst []byte) {
	view, ok := i.memory.Read(uint32(at), uint32(len(dst)))
	if !ok {
		panic("kernel: read out of memory")
	}
	copy(dst, view)
}

func (i *nativeInstance) Write(at int, src []byte) {
	if !i.memory.Write(uint32(at), src) {
		panic("kernel: write out of memory")
	}
}

func (i *nativeInstance) Run(tiles, epochs int32) int32 {
	i.stack = [2]uint64{uint64(uint32(tiles)), uint64(uint32(epochs))}
	if err := i.run.CallWithStack(context.Background(), i.stack[:]); err != nil {
		panic(fmt.Sprintf("kernel: %v", err))
	}
	return int32(uint32(i.stack[0]))
}

func (i *nativeInstance) Close() {
	_ = i.module.Close(context.Background())
	_ = i.compiled.Close(context.Background())
}
