package kernel

// Host runs WebAssembly: the browser for the page, wazero for the command and the tests.
type Host interface {
	Instantiate(code []byte) (Instance, error)
}

// Instance is an instantiated module. Its methods do not allocate.
type Instance interface {
	// Read and Write copy from and to the exported memory "memory".
	Read(at int, dst []byte)
	Write(at int, src []byte)
	// Run calls the exported function "run".
	Run(tiles, epochs int32) int32
	// Close frees what the garbage collector does not see.
	Close()
}
