module plateau

go 1.26

require (
	github.com/evanw/esbuild v0.28.2 // indirect
	github.com/go-echarts/go-echarts/v2 v2.6.7 // indirect
)

ignore ./web/node_modules
